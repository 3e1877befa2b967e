"""What Beam asks once instead of often has the same answers."""

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import StandardOptions, WorkerOptions
from apache_beam.transforms import core, userstate
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec

from pipeline.introspection import Options, answers_kept


class _Timed(beam.DoFn):
    def process(self, element, time=beam.DoFn.TimestampParam):
        yield element, time


class _Plain(beam.DoFn):
    def process(self, element):
        yield element


class _Stateful(beam.DoFn):
    COUNT = ReadModifyWriteStateSpec("count", VarIntCoder())
    _PARAMETER = beam.DoFn.StateParam(COUNT)

    def process(self, element, count=_PARAMETER):
        yield element, count


def test_views_of_options_share_their_values():
    options = Options(["--streaming"])
    assert options.view_as(StandardOptions).streaming
    options.view_as(StandardOptions).streaming = False
    assert not options.view_as(StandardOptions).streaming
    assert options.view_as(WorkerOptions) is options.view_as(WorkerOptions)


def test_signatures_are_those_that_beam_reads_itself():
    methods = [_Timed().process, _Plain().process, _Timed().setup, _Timed().process]
    read = [core.get_function_args_defaults(method) for method in methods]
    with answers_kept():
        kept = [core.get_function_args_defaults(method) for method in methods]
        kept[0][0].append("spoilt")
        again = core.get_function_args_defaults(_Timed().process)
    assert kept[1:] == read[1:]
    assert again == read[0]


def test_states_are_those_that_beam_finds_itself():
    wrapped = beam.FlatMap(_Stateful().process).fn  # its method is of this one step alone
    plain = beam.FlatMap(_Plain().process).fn
    with answers_kept():
        for _ in range(2):
            assert userstate.get_dofn_specs(_Plain()) == (set(), set())
            states, _ = userstate.get_dofn_specs(_Stateful())
            assert states == {_Stateful.COUNT}
            states.clear()
            assert userstate.get_dofn_specs(plain) == (set(), set())
            assert userstate.get_dofn_specs(wrapped) == ({_Stateful.COUNT}, set())


def test_options_have_the_names_of_their_class():
    with answers_kept():
        options = Options(["--streaming"])
        assert options.view_as(StandardOptions).streaming
        assert not hasattr(options.view_as(WorkerOptions), "streaming")


def test_beam_is_left_as_it_was():
    before = core.get_function_args_defaults
    with answers_kept():
        assert core.get_function_args_defaults is not before
    assert core.get_function_args_defaults is before
