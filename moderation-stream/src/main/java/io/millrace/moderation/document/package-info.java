/// Policies and lists as documents: what may be in them, how levels are laid over each other, and what applies
/// in which room in the end.
@NullMarked
package io.millrace.moderation.document;

import org.jspecify.annotations.NullMarked;
