/// What a text model is, how it is checked, used under a deadline and replaced while it is used; knows no
/// native code.
@NullMarked
package io.millrace.moderation.scorer.model;

import org.jspecify.annotations.NullMarked;
