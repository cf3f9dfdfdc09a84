/// What users bring before moderators: reports of messages, and appeals. Nothing is decided here.
@NullMarked
package io.millrace.edge.review;

import org.jspecify.annotations.NullMarked;
