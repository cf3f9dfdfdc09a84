/// Trains the text model of moderation-stream, measures it, and writes its weights, figures and card.
@NullMarked
package io.millrace.trainer;

import org.jspecify.annotations.NullMarked;
