"""The closed list of reasons: how many, which first, and how a sentence reads."""

from __future__ import annotations

from collections import Counter

from scnvariation.contract.reasons import REASONS, ROW_REASONS, STRICT_REASONS, reason_sentence


def test_the_list_has_34_codes():
    assert Counter(reason.about for reason in REASONS.values()) == {"output": 2, "row": 20, "statistic": 12}


def test_every_sentence_can_be_written_without_knowing_more():
    for code, reason in REASONS.items():
        sentence = reason_sentence(code)
        assert "{" not in sentence
        assert sentence.startswith("withheld: " if reason.about == "output" else "not computed because ")


def test_exact_words_win_over_usual_ones():
    assert reason_sentence("duplicate_dropped", row="row 31") == "not computed because it repeats row 31 exactly"


def test_strict_mode_stops_at_everything_the_data_lack():
    assert ROW_REASONS.index("suppressed") == 9
    assert len(STRICT_REASONS) == 11
    assert not STRICT_REASONS & {"excluded_by_user", "note_row", "duplicate_dropped", "unmapped_area"}
