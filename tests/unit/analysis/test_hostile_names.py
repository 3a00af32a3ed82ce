"""Names of areas are hostile text until escaped, in what a notebook shows."""

from __future__ import annotations

import html

import pandas as pd
import pytest

import scnvariation as scn

NAMES = {
    "B111-table_and_emphasis": "a|b *c* _d_ #e",
    "B111-link_and_code": "[x](javascript:alert(1)) `rm`",
    "B111-latex": r"50% \\textbf{x} $y$ & z",
    "B106-script": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_bad_input_names_in_notebooks(name: str) -> None:
    """Results are shown as escaped HTML and offer no Markdown or LaTeX, in which a name could mean something."""
    frame = pd.DataFrame(
        {"area_code": list("ABCD"), "area_name": [name, "b", "c", "d"], "numerator": [40, 5, 6, 4], "denominator": 50}
    )
    result = scn.rates(frame, statistic="proportion")
    assert f'<th scope="row">{html.escape(name, quote=False)}</th>' in result._repr_html_()
    for kind in ("_repr_markdown_", "_repr_latex_"):
        assert not hasattr(result, kind)
