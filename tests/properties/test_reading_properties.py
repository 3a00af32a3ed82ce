"""Order changes nothing: rows and columns may stand anywhere."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from scnvariation.contract.checks import check_observations
from scnvariation.contract.settings import ReadingSettings
from scnvariation.contract.source import SourceInfo

CELLS = ["0", "5", "20", "1,234", "*", "", "-", "<5", "n/a", "12.5", "-3", "1e3", "TRUE", "#N/A"]
KEY = ["indicator_id", "period", "area_code"]


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from("xy"), st.sampled_from(["2012", "2013"]), st.sampled_from(["A", "B", "C", "ENG"])
            ),
            unique=True,
            min_size=1,
            max_size=12,
        )
    )
    rows = [(*key, draw(st.sampled_from(CELLS)), draw(st.sampled_from(CELLS))) for key in keys]
    return pd.DataFrame(rows, columns=[*KEY, "numerator", "denominator"]).assign(statistic="proportion")


def checked(frame: pd.DataFrame):
    return check_observations(frame, source=SourceInfo.of_frame(frame), settings=ReadingSettings())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(frames(), st.randoms(use_true_random=False))
def test_row_and_column_order_change_nothing_but_positions(frame, random):
    first = checked(frame)
    order = list(range(len(frame)))
    random.shuffle(order)
    columns = list(frame.columns)
    random.shuffle(columns)
    second = checked(frame.iloc[order][columns].reset_index(drop=True))
    assert first.counts == second.counts
    for one, other in ((first.observations, second.observations), (first.england, second.england)):
        left, right = (part.sort_values(KEY).reset_index(drop=True) for part in (one, other))
        pd.testing.assert_frame_equal(left, right[left.columns])
    told = [
        sorted(zip(*(part.problems[name] for name in ("code", "severity", "column", "value", "what")), strict=True))
        for part in (first, second)
    ]
    assert [line for line in told[0] if "rows" not in line[-1]] == [line for line in told[1] if "rows" not in line[-1]]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(frames())
def test_a_row_that_is_not_computed_changes_no_other_row(frame):
    first = checked(frame)
    extra = pd.DataFrame([["x", "2012", "Z", "*", "10", "proportion"]], columns=frame.columns)
    second = checked(pd.concat([frame, extra], ignore_index=True))
    kept = second.observations[second.observations["area_code"] != "Z"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept[first.observations.columns], first.observations)
    assert second.counts.used == first.counts.used
