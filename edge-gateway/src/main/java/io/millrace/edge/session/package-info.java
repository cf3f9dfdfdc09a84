/// One client connection: its commands are handled in order, its replies leave through its outbox.
@NullMarked
package io.millrace.edge.session;

import org.jspecify.annotations.NullMarked;
