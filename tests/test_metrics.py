from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import ACK_SECONDS, Metrics

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(metrics: Metrics) -> Samples:
    """What a Prometheus server would read: {(name, labels): value}."""
    text, content_type = metrics.render()
    assert content_type.startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_a_request_counts_by_kind_and_outcome_and_is_timed() -> None:
    metrics = Metrics()
    metrics.request("command", "ok", 0.02)
    metrics.request("command", "ok", 0.3)
    metrics.request("command", "failed", 2.5)
    seen = samples(metrics)
    assert seen["waymark_requests_total", (("kind", "command"), ("outcome", "ok"))] == 2
    assert seen["waymark_requests_total", (("kind", "command"), ("outcome", "failed"))] == 1
    assert seen["waymark_ack_seconds_bucket", (("kind", "command"), ("le", "0.025"))] == 1
    assert seen["waymark_ack_seconds_count", (("kind", "command"),)] == 3


def test_the_last_bucket_is_slacks_patience() -> None:
    assert ACK_SECONDS[-1] == 3.0


def test_refusals_and_deliveries_count_by_name() -> None:
    metrics = Metrics()
    metrics.refusal("signature")
    metrics.delivery("checkin_due", "sent")
    metrics.delivery("checkin_due", "retried")
    seen = samples(metrics)
    assert seen["waymark_gate_refusals_total", (("reason", "signature"),)] == 1
    assert seen["waymark_deliveries_total", (("kind", "checkin_due"), ("outcome", "retried"))] == 1


def test_lag_is_measured_by_lane_and_never_negative() -> None:
    metrics = Metrics()
    metrics.lag("urgent", 0.4)
    metrics.lag("urgent", -30.0)
    seen = samples(metrics)
    assert seen["waymark_delivery_lag_seconds_count", (("lane", "urgent"),)] == 2
    assert seen["waymark_delivery_lag_seconds_sum", (("lane", "urgent"),)] == 0.4


def test_a_state_that_emptied_leaves_the_outbox_gauge() -> None:
    metrics = Metrics()
    metrics.outbox({"due": 3, "dead": 1})
    metrics.outbox({"due": 2})
    metrics.roadblocks_open(4)
    seen = samples(metrics)
    assert seen["waymark_outbox", (("state", "due"),)] == 2
    assert ("waymark_outbox", (("state", "dead"),)) not in seen
    assert seen["waymark_open_roadblocks", ()] == 4


def test_a_request_that_came_again_is_a_replay() -> None:
    metrics = Metrics()
    metrics.request("message", "repeated", 0.01)
    metrics.request("message", "ok", 0.01)
    assert samples(metrics)["waymark_inbox_replays_total", ()] == 1


def test_two_bots_in_one_process_keep_their_own_numbers() -> None:
    first, second = Metrics(), Metrics()
    first.refusal("size")
    assert ("waymark_gate_refusals_total", (("reason", "size"),)) not in samples(second)
