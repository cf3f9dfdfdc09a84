/// The rules that look at one message and nothing else; pure, so the same message always gets the same hits.
@NullMarked
package io.millrace.moderation.rule;

import org.jspecify.annotations.NullMarked;
