package io.millrace.faults.file;

import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.History;
import io.millrace.faults.check.Observation;
import io.millrace.faults.check.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers lines into a history.
final class Events {

    private static final Outcome NOTHING = new Outcome.Unknown();

    private final Map<String, Invocation> invocations = new LinkedHashMap<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, Map<String, List<Observation>>> observations = new HashMap<>();

    private record Invocation(String client, String room, long sentNanos, int hash) {}

    void add(Event event) throws HistoryFormatException {
        String kind = event.kind();
        switch (kind) {
            case "inv" -> invoked(event);
            case "ok" ->
                outcome(event, new Outcome.Accepted(event.text("epoch"), event.number("offset"), event.number("t")));
            case "fail" -> outcome(event, new Outcome.Refused(Math.toIntExact(event.number("code"))));
            case "info" -> outcome(event, NOTHING);
            case "sub", "rst" -> seen(event, new Observation.Started(event.text("epoch"), event.number("offset")));
            case "dlv" ->
                seen(
                        event,
                        new Observation.Delivered(
                                event.text("epoch"), event.number("offset"), event.text("id"), event.hash()));
            default -> throw new HistoryFormatException("unknown event '" + kind + "'");
        }
    }

    /// @throws HistoryFormatException when there is an answer to what nobody asked
    History history() throws HistoryFormatException {
        for (String id : outcomes.keySet()) {
            if (!invocations.containsKey(id)) {
                throw new HistoryFormatException("an outcome of '" + id + "', which nobody sent");
            }
        }
        List<Attempt> attempts = new ArrayList<>(invocations.size());
        invocations.forEach((id, invocation) -> attempts.add(new Attempt(
                invocation.client,
                invocation.room,
                id,
                invocation.sentNanos,
                outcomes.getOrDefault(id, NOTHING),
                invocation.hash,
                true)));
        return History.ofClients(attempts, observations);
    }

    private void invoked(Event event) throws HistoryFormatException {
        Invocation before = invocations.putIfAbsent(
                event.text("id"),
                new Invocation(event.text("client"), event.text("room"), event.number("t"), event.hash()));
        if (before != null) {
            throw new HistoryFormatException("'" + event.text("id") + "' is sent for the first time again");
        }
    }

    /// What is certain wins over what is not; two certain outcomes must not differ.
    private void outcome(Event event, Outcome outcome) throws HistoryFormatException {
        String id = event.text("id");
        Outcome before = outcomes.put(id, outcome);
        if (before != null && !(before instanceof Outcome.Unknown)) {
            throw new HistoryFormatException("'" + id + "' has a second outcome");
        }
    }

    private void seen(Event event, Observation observation) throws HistoryFormatException {
        observations
                .computeIfAbsent(event.text("session"), _ -> new HashMap<>())
                .computeIfAbsent(event.text("room"), _ -> new ArrayList<>())
                .add(observation);
    }
}
