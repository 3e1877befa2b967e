"""What Beam asks once instead of often has the same answers."""

import apache_beam as beam
from apache_beam.options.pipeline_options import StandardOptions, WorkerOptions
from apache_beam.transforms import core

from pipeline.introspection import Options, signatures_kept


class _Timed(beam.DoFn):
    def process(self, element, time=beam.DoFn.TimestampParam):
        yield element, time


class _Plain(beam.DoFn):
    def process(self, element):
        yield element


def test_views_of_options_share_their_values():
    options = Options(["--streaming"])
    assert options.view_as(StandardOptions).streaming
    options.view_as(StandardOptions).streaming = False
    assert not options.view_as(StandardOptions).streaming
    assert options.view_as(WorkerOptions) is options.view_as(WorkerOptions)


def test_signatures_are_those_that_beam_reads_itself():
    methods = [_Timed().process, _Plain().process, _Timed().setup, _Timed().process]
    read = [core.get_function_args_defaults(method) for method in methods]
    with signatures_kept():
        kept = [core.get_function_args_defaults(method) for method in methods]
        kept[0][0].append("spoilt")
        again = core.get_function_args_defaults(_Timed().process)
    assert kept[1:] == read[1:]
    assert again == read[0]


def test_beam_is_left_as_it_was():
    before = core.get_function_args_defaults
    with signatures_kept():
        assert core.get_function_args_defaults is not before
    assert core.get_function_args_defaults is before
