package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.access.Moderator;

/// Who acts, and from where.
///
/// @param address network address
public record Actor(Moderator moderator, String address) {}
