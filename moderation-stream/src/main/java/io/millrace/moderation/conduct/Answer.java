package io.millrace.moderation.conduct;

/// What a message was reproached with, so that it gets the same answer when it is read again.
///
/// @param position of the message in the log
/// @param offences bits of [Offence]
/// @param waitSeconds how long the sender was told to wait, 0 for not
record Answer(long position, int offences, int waitSeconds) {

    static final Answer NOTHING = new Answer(-1, 0, 0);
}
