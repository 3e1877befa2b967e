"""A job that is only handed over, as the launcher of a template does, is not run here."""

import pytest

from pipeline.runners import hands_over

DATAFLOW = "--runner=DataflowRunner"


@pytest.mark.parametrize(
    ("flags", "handed_over"),
    [
        ([DATAFLOW, "--template_location=gs://my-bucket/staging/job_object"], True),
        ([DATAFLOW, "--template_location", "gs://my-bucket/staging/job_object"], True),
        ([DATAFLOW, "--dry_run=true"], True),
        ([DATAFLOW], False),
        (["--runner=FlinkRunner", "--dry_run=true"], False),  # which runs it all the same
        ([], False),
    ],
)
def test_dataflow_alone_is_handed_a_job_without_running_it(flags, handed_over):
    assert hands_over(flags) is handed_over
