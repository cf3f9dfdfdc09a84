/// Who may do what at the desk; pure, and the only place that sees keys.
@NullMarked
package io.millrace.moderation.desk.access;

import org.jspecify.annotations.NullMarked;
