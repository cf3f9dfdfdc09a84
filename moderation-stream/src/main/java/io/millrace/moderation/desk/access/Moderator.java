package io.millrace.moderation.desk.access;

/// Somebody who may work at the desk.
///
/// @param name as the audit says it
public record Moderator(String name, Role role) {}
