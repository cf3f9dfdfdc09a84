/// The actions of moderators: each is a decision, its rows, its audit event and its records, all or nothing.
@NullMarked
package io.millrace.moderation.desk.work;

import org.jspecify.annotations.NullMarked;
