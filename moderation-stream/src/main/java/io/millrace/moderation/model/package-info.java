/// Scores texts with the small linear model that is shipped with the product; pure Java and deterministic.
@NullMarked
package io.millrace.moderation.model;

import org.jspecify.annotations.NullMarked;
