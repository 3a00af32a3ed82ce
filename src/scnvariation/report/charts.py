"""Charts of a page: names on hover and on keyboard focus, no script, and few bytes."""

from __future__ import annotations

from scnvariation.report.charts_funnel import funnel_chart
from scnvariation.report.charts_ratios import change_chart, levels_chart
from scnvariation.report.charts_shapes import Chart
from scnvariation.report.charts_trend import trend_chart

__all__ = ["Chart", "change_chart", "funnel_chart", "levels_chart", "trend_chart"]
