package io.millrace.moderation.policy;

import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.rule.SizeRule;

/// How much and how fast may be sent, and how much of it is judged.
///
/// @param size the size rule, asked first: what can never be accepted is not told to come again
/// @param rates how fast a sender may send
/// @param text most UTF-16 characters of a message that are judged
public record Limits(SizeRule size, RateLimits rates, int text) {}
