"""Windows of a stream: which of them close once, with all that came until then."""

import apache_beam as beam
from apache_beam.transforms.trigger import AfterWatermark, DefaultTrigger
from apache_beam.transforms.window import GlobalWindows


def closes_once(windowing: beam.Windowing) -> bool:
    """Whether each window fires when it closes, with all that came until then."""
    trigger, windows = windowing.triggerfn, windowing.windowfn
    fires_once = isinstance(trigger, DefaultTrigger) or (
        isinstance(trigger, AfterWatermark) and trigger.early is None
    )
    return fires_once and not isinstance(windows, GlobalWindows) and not windows.is_merging()
