"""What `copydesk --help` says, and the help of each command."""

HELP = """\
Copydesk reads articles, cleans them, tells their language, sets duplicates aside and
writes them partitioned, with every document accounted for.

Usage:
  copydesk run --input PATH... --output FOLDER [options]
  copydesk watch --input ADDRESS... --output FOLDER [options]       (copydesk help watch)
  copydesk status [--output FOLDER]                                (copydesk help status)
  copydesk explain PATH|URL|ID [options]                          (copydesk help explain)
  copydesk estimate --input PATH... [options]                    (copydesk help estimate)
  copydesk compact --output FOLDER [options]                      (copydesk help compact)
  copydesk --help | --version

Reading:
  --input PATH...        files, folders and globs: text, Markdown, HTML, JSON, JSON Lines,
                         Parquet, WARC and feeds, compressed or not; may be repeated
  --field OURS=THEIRS    what records call a field of ours, as text=article.body; repeatable
  --max-document-bytes N a larger document is refused; bytes, or 500KB, 64MiB
                                                                        [default: 32MiB]
  --user-agent NAME      of a watch or a stream, who asks servers for feeds and pages; give
                         an address at which they can reach you         [default: Copydesk]

Cleaning:
  --trail                keep what cleaning removed, and by which rule, beside each text
  --repeated-lines       take out lines that a site has in three different articles or more
  --without-rule NAME    a rule of cleaning to leave out, such as fused_sentences; repeatable;
                         transforms/clean/README.md lists them
  --max-seconds N        a page that takes a processor longer is refused   [default: 30]
  --max-memory-bytes N   one that takes more is refused: 512MiB, 4GiB    [default: 1GiB]
  --max-depth N          one with elements nested deeper is refused      [default: 1000]

Language:
  --language-detector NAME
                         profiles, langdetect, py3langid or lingua  [default: profiles]

Duplicates:
  --index FOLDER...      what earlier runs kept, such as out/index: what repeats that is a
                         duplicate of it; may be repeated
  --remember SPAN        how far back: 30d, 4w            [default: all; of a stream, 7d]
  --duplicate-kinds KINDS
                         which to set aside: url, revision, exact, near, contained and
                         translation, with commas between    [default: all but translation]
  --alike SHARE          of near and contained ones, how much of the shorter text must stand
                         in the longer                                     [default: 0.55]

Writing:
  --output FOLDER        where articles/, duplicates/, failures/, index/ and _runs/ go
  --format FORMAT        jsonl or parquet                               [default: jsonl]
  --compression NAME     jsonl: none, gzip, bzip2, xz or zstd           [default: none]
                         parquet: zstd, gzip, snappy or none            [default: zstd]
  --partition-by KEYS    language, date and site, in the order wanted; or none
                                                               [default: language,date]
  --shards N             files for each partition                           [default: 1]
  --run-id ID            name of the run; a run done again under its name replaces its
                         own files and no others           [default: from time and chance]

Streaming:
  --streaming            take in each --input without end until SIGTERM or Ctrl-C, on a runner
                         that streams; files appear window by window
  --window SPAN          how long a window is: 30s, 5m, 1h                   [default: 5m]
  --allowed-lateness SPAN
                         how long after it what belongs to it is written yet [default: 1d]
  --every SPAN           how long to wait where nothing more was             [default: 10s]
  --in-flight N          documents and files on their way, from being polled to being
                         published: at that many polling waits; a window holds no more
                                          [default: 30000 on PrismRunner, else no bound]
  --metrics-port PORT    serve metrics for Prometheus there, at /metrics
  --metrics-host HOST    on this address of the machine                   [default: 127.0.0.1]
  --log-format FORMAT    text for a person, json for a program                [default: text]

Running:
  --config FILE.yaml     take options from a file, named as here; flags win over it
  --quiet                print nothing but errors
  --verbose              show what Beam and the libraries say
  --runner NAME          DirectRunner (this machine), FlinkRunner, SparkRunner,
                         DataflowRunner, PrismRunner              [default: DirectRunner]
  --workers N            how many work at once, on any runner but Prism
                           [default: on this machine one for each 16 MiB, up to one a core]

Any other flag goes to Apache Beam: --flink_master URL, --project NAME, --temp_location URL.
Paths may be of any file system that Beam knows, such as gs://bucket/articles.

Examples:
  copydesk run --input seeds --output out
  copydesk run --input 'crawl/*.warc.gz' --output out --format parquet --partition-by site,date
  copydesk run --input dump.jsonl --output out --field text=body --field title=head --trail
  copydesk run --input 10h --output out --run-id 2025-04-01T10 --index out/index --remember 30d
  copydesk run --config nightly.yaml --workers 4

Exit code: 0 done, 1 the run failed, 2 the command is wrong, 130 interrupted, 143 terminated.
"""

EXPLAIN_HELP = """\
Shows what came in beside what stayed of a document, and for each line that was removed,
moved or changed the rule and its reason; and of a duplicate, what it has in common with the
article that it repeats, and by which rule it does.

Usage:
  copydesk explain PATH [--url URL | --position P | --record-id ID | --id ID] [options]
  copydesk explain URL|ID --input PATH... [options]
  copydesk explain URL|ID [--output FOLDER] [options]
  copydesk explain PATH|URL|ID --compare PATH|URL|ID [options]

What to explain:
  PATH                   a file of any format that is read, a folder or a glob; - for stdin
  URL                    the address of a document among those of --input, or in the records of
                         --output; nothing is fetched
  ID                     the id of a document, or its first 8 digits or more, there as well

Which document of several:
  --url URL              the one published there, in any spelling of the address
  --position P           the one at that place of its file, as records have it
  --record-id ID         the one to which its container gives that id
  --id ID                the one with that id of ours, or its beginning

Where to look:
  --input PATH...        files, folders and globs, as for copydesk run
  --output FOLDER        what runs wrote: tells whether it became an article, a duplicate (of
                         which article) or a failure; its source is read again, and if that is
                         gone, the trail shown; a duplicate is shown beside what it repeats
                                                           [default for URL and ID: out]
  --field OURS=THEIRS    what records call a field of ours, as text=article.body; repeatable
  --max-document-bytes N a larger document is refused; bytes, or 500KB, 64MiB
                                                                        [default: 32MiB]

What to show:
  --compare PATH|URL|ID  what the document has in common with another, found as it is itself;
                         how alike they are, whether one would be a duplicate of the other by
                         what --duplicate-kinds and --alike are by default, and what each
                         criterion says
  --without-rule NAME    clean with this rule switched off; repeatable
  --full                 all lines, each whole; else long runs are folded, long lines cut
  --format FORMAT        text for a person, json for a program           [default: text]
  --verbose              show what Beam and the libraries say

Signs: - removed, ~ changed, > moved to a field, ^ joined to the line above, + from the page's
data. Lines are numbered from 1; in JSON and in trails from 0.
Of two texts: - in the first alone, + in the second alone, ~ in both but for [-words-] of the
first and {+words+} of the second, which colours tell in a terminal, > in both, but elsewhere.

Examples:
  copydesk explain seeds/html/council-vote.en.html
  copydesk explain seeds/records/wire.jsonl --position 0
  copydesk explain https://example.org/news/1 --input 'crawl/*.warc.gz'
  copydesk explain 3fa2c1d4 --output out --format json
  copydesk explain 3fa2c1d4 --output out --compare https://example.org/news/1

Exit code: 0 explained, also if the document is refused; 1 it cannot be read; 2 the command is
wrong, or there is no such document.
"""

ESTIMATE_HELP = """\
Tells what a run would take: documents, processor time by stage, time and memory on this
machine, worker-hours on a cluster, size of the output. It looks at places spread evenly over
the input, tries some of the documents there, and writes nothing.

Usage:
  copydesk estimate --input PATH... [options]

Options:
  --sample N             documents to try                                [default: 200]
  --format FORMAT        text for a person, json for a program           [default: text]
  --workers N            on this machine                    [default: as copydesk run has]

It takes all flags of copydesk run (copydesk --help), --config FILE.yaml among them; those that
change what is read or how it is cleaned count. --format is its own.

Beside real runs it was off by 8 % in documents, 13 % in processor time, 16 % in memory and
21 % in output, at most. Duplicates are not foreseen: the more there are, the less is written.
Time by the clock is that of a machine that does nothing else.

Examples:
  copydesk estimate --input 'crawl/*.warc.gz' --workers 4
  copydesk estimate --config nightly.yaml --format json

Exit code: 0 done, 1 the output cannot be written, 2 the command is wrong.
"""

COMPACT_HELP = """\
Makes few files of many in each partition of what runs wrote, as a stream leaves them. Only
files that are in a manifest are touched; their records stay as they are.

Usage:
  copydesk compact --output FOLDER [options]

Options:
  --output FOLDER        where articles/, duplicates/, failures/, index/ and _runs/ are
  --older-than SPAN      only files that were written so long ago: 30m, 1h, 2d  [default: 1h]
  --target-size SIZE     about how large files become, as they are stored    [default: 128MB]

On Linux a partition's files are replaced at one moment: whoever lists it sees all records,
each once. Elsewhere, and in object stores, they may be seen twice for as long as it takes to
delete files. A program that listed files before, and opens one that is gone, has to list again.
It may run while runs and streams write or remember, and be killed at any moment: done again,
it goes on. What it replaces of index/ is kept for a day, for runs that listed it before.
A run whose files were compacted cannot be done again.

Example:
  copydesk compact --output out --older-than 1d

Exit code: 0 done, 1 it failed and all is as it was, 2 the command is wrong.
"""
