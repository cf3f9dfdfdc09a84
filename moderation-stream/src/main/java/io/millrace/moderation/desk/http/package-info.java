/// The REST interface and the page; nothing here decides anything.
@NullMarked
package io.millrace.moderation.desk.http;

import org.jspecify.annotations.NullMarked;
