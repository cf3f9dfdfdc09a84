package io.millrace.moderation.desk.review;

/// The message that a sanction was given for, as the verdicts about it say.
///
/// @param room where it was sent
/// @param message its id
/// @param client connection of its author
public record Offence(String room, String message, String client) {}
