/// What becomes of an item when somebody claims or decides it; pure, time is an argument.
@NullMarked
package io.millrace.moderation.desk.review;

import org.jspecify.annotations.NullMarked;
