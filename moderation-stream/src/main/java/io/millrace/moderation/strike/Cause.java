package io.millrace.moderation.strike;

/// A message for which a sender got a strike.
///
/// @param message hash of its messageId
/// @param weight in thousandths of a strike when it was given; 0 when it was pardoned
/// @param at when, milliseconds since 1970
/// @param step strikes, in thousandths, of the step that it led to; 0 for none
record Cause(long message, int weight, long at, int step) {

    Cause pardoned() {
        return new Cause(message, 0, at, 0);
    }
}
