/// What holds for users and rooms besides the policy, as the compacted topics say.
@NullMarked
package io.millrace.moderation.restriction;

import org.jspecify.annotations.NullMarked;
