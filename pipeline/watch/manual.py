"""What `copydesk watch --help` and `copydesk status --help` say."""

WATCH_HELP = """\
Watches for articles and publishes them in batches, as they come: each one once, through
crashes and restarts. What was published before is remembered, and sets copies aside.

Usage:
  copydesk watch --input ADDRESS... --output FOLDER [options]

Options:
  --input ADDRESS...     folders and globs that fill up, feeds and sitemaps (https://...),
                         topics (kafka://host:9092/topic); may be repeated
  --every SPAN           between two looks at the sources: 500ms, 30s, 5m       [default: 30s]
  --once                 take all that there is, and end: for cron
  --batch-size N         documents and files in a batch, at most                [default: 500]
  --settle SPAN          a file is taken once nobody wrote to it for so long     [default: 5s]
  --remember SPAN        how far back copies are known: 30d, 4w                 [default: 30d]
  --metrics-port PORT    serve metrics for Prometheus there, at /metrics
  --metrics-host HOST    on this address of the machine                   [default: 127.0.0.1]
  --log-format FORMAT    text for a person, json for a program                 [default: text]

It takes all flags of copydesk run (copydesk --help) but --run-id, --config FILE.yaml among
them, which may name the options above as well. It runs on this machine. --index names further
indexes of what is known; that of the output is always read.

In a folder, names that begin with . or _ or end in .tmp or .part are passed over. A file that
changes is taken again, as a whole: what it had before comes as duplicates.

Topics need pip install 'copydesk[kafka]'. How their brokers are spoken to stands in the
environment, in librdkafka's names: COPYDESK_KAFKA_SASL_PASSWORD for sasl.password.

How far each source is stands in FOLDER/_watch, which one watch at a time may use. SIGTERM and
Ctrl-C end it after the batch under way, a second one at once; a batch that was cut off, by that
or a crash, is done again first. `copydesk status` shows how it does.

Examples:
  copydesk watch --input inbox --output out
  copydesk watch --input 'gs://crawl/*.warc.gz' --output out --every 2m --format parquet
  copydesk watch --input inbox https://example.org/feed.xml --output out
  copydesk watch --input 'kafka://one:9092,two:9092/articles?group=desk' --output out --every 5s
  copydesk watch --config watch.yaml --metrics-port 9464 --log-format json
  copydesk watch --input inbox --output out --once --quiet

Exit code: 0 ended as asked, 1 a batch or, with --once, a source failed, 2 the command is wrong,
130 and 143 stopped at once.
"""

STATUS_HELP = """\
Tells how a watch and streams do: whether they run, why batches fail if they do, how far each
source is and what waits there, what the last batches and windows brought, and what was refused.

Usage:
  copydesk status [--output FOLDER] [options]

Options:
  --output FOLDER        what they write                                        [default: out]
  --format FORMAT        text for a person, json for a program                 [default: text]

Examples:
  copydesk status
  copydesk status --output gs://news/articles --format json

Exit code: 0 told, 2 the command is wrong, or nothing was ever written there.
"""
