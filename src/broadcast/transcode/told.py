"""What an item remembers of its package's loudness, for its page and for programs. Pure."""

from broadcast.media.package import PackageIndex


def told_loudness(index: PackageIndex) -> dict[str, float | bool | None]:
    """LUFS, dBTP, LU, dB and seconds; `before` and `..._before` are the deposit's own."""
    heard, source = index.loudness, index.source_loudness
    return {
        "integrated": heard.integrated,
        "true_peak": heard.true_peak,
        "range": heard.range,
        "short_term_max": heard.short_term_max,
        "momentary_max": heard.momentary_max,
        "before": source.integrated,
        "true_peak_before": source.true_peak,
        "range_before": source.range,
        "short_term_max_before": source.short_term_max,
        "momentary_max_before": source.momentary_max,
        "gain": round(index.gain_db, 2),
        "limited": index.limited,
        "limited_times": index.held.times,
        "limited_seconds": index.held.seconds,
    }
