/// Kills services under load and checks what every client, the topic and the table say afterwards.
@NullMarked
package io.millrace.faults;

import org.jspecify.annotations.NullMarked;
