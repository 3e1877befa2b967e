"""What `copydesk --help` says."""

HELP = """\
Copydesk reads articles, cleans them, tells their language, sets duplicates aside and
writes them partitioned, with every document accounted for.

Usage:
  copydesk run --input PATH... --output FOLDER [options]
  copydesk --help | --version

Reading:
  --input PATH...        files, folders and globs: text, Markdown, HTML, JSON, JSON Lines,
                         Parquet, WARC and feeds, compressed or not; may be repeated
  --field OURS=THEIRS    what records call a field of ours, as text=article.body; repeatable
  --max-document-bytes N a larger document is refused; bytes, or 500KB, 64MiB
                                                                        [default: 32MiB]

Cleaning:
  --trail                keep what cleaning removed, and by which rule, beside each text
  --repeated-lines       take out lines that a site has in three different articles or more
  --without-rule NAME    a rule of cleaning to leave out, such as fused_sentences; repeatable;
                         transforms/clean/README.md lists them

Writing:
  --output FOLDER        where articles/, duplicates/, failures/ and _runs/ go
  --format FORMAT        jsonl or parquet                               [default: jsonl]
  --compression NAME     jsonl: none, gzip, bzip2, xz or zstd           [default: none]
                         parquet: zstd, gzip, snappy or none            [default: zstd]
  --partition-by KEYS    language, date and site, in the order wanted; or none
                                                               [default: language,date]
  --shards N             files for each partition                           [default: 1]
  --run-id ID            name of the run; a run done again under its name replaces its
                         own files and no others           [default: from time and chance]

Running:
  --config FILE.yaml     take options from a file, named as here; flags win over it
  --quiet                print nothing but errors
  --verbose              show what Beam and the libraries say
  --runner NAME          DirectRunner (this machine), FlinkRunner, SparkRunner,
                         DataflowRunner, PrismRunner              [default: DirectRunner]

Any other flag goes to Apache Beam: --direct_num_workers 4, --project NAME, --temp_location URL.
Paths may be of any file system that Beam knows, such as gs://bucket/articles.

Examples:
  copydesk run --input seeds --output out
  copydesk run --input 'crawl/*.warc.gz' --output out --format parquet --partition-by site,date
  copydesk run --input dump.jsonl --output out --field text=body --field title=head --trail
  copydesk run --config nightly.yaml --direct_num_workers 4

Exit code: 0 done, 1 the run failed, 2 the command is wrong, 130 interrupted, 143 terminated.
"""
