package io.millrace.load.scenario;

import java.time.Duration;

/// How long what lasts. Before, all clients connect and subscribe, as long as that takes at the connect rate.
///
/// @param ramp rates rise from nothing to what was asked; not counted in latencies
/// @param steady rates are held; this is what latencies are about
/// @param drain longest wait for deliveries that are still missing
public record Phases(Duration ramp, Duration steady, Duration drain) {}
