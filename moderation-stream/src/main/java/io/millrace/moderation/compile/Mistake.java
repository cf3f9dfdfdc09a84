package io.millrace.moderation.compile;

/// What is wrong with settings that looked right one by one.
///
/// @param key path of the setting inside the policy or the list, for example `patterns[1].pattern`
/// @param text what is wrong with it, without the entry itself
public record Mistake(String key, String text) {}
