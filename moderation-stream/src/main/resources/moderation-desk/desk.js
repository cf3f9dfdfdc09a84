// The desk: one item at a time, decided by a key or a button.
import { call, forgetKey, knowsKey, Problem, useKey } from './api.js';
import { byId, drawItem, drawQueue } from './view.js';

const LOOK_EVERY = 3000;
const BUSY = 'One moment: the last step is still on its way, what you pressed did nothing.';
const ACTIONS = [
  { name: 'approve', key: 'a', label: 'Approve', className: 'main' },
  { name: 'remove', key: 'r', label: 'Remove', className: 'bad' },
  { name: 'dismiss', key: 'd', label: 'Dismiss', className: '' },
  { name: 'pardon', key: 'p', label: 'Pardon', className: 'main' },
];

let moderator = null;
let current = null;
let busy = false;

function say(text) {
  byId('status').textContent = text;
}

function complain(failure) {
  byId('problem').textContent = failure.message;
  if (failure instanceof Problem && failure.status === 401) {
    forgetKey();
    show(null);
    enter(false);
  }
}

function working(now) {
  busy = now;
  if (!now && byId('status').textContent === BUSY) {
    say('');
  }
  document.body.setAttribute('aria-busy', String(now));
}

// What is pressed meanwhile is not kept: it would be about an item that nobody has seen yet.
function isBusy() {
  if (busy) {
    say(BUSY);
  }
  return busy;
}

// One thing at a time: a key that is pressed twice decides once.
async function once(work) {
  if (isBusy()) {
    return;
  }
  working(true);
  byId('problem').textContent = '';
  try {
    await work();
  } catch (failure) {
    complain(failure);
  } finally {
    working(false);
  }
}

function enter(inside) {
  byId('login').hidden = inside;
  byId('desk').hidden = !inside;
  byId('leave').hidden = !inside;
  byId('who').textContent = inside ? `${moderator.name}, ${moderator.role}` : '';
  if (!inside) {
    byId('queue').replaceChildren();
    byId('key').focus();
  }
}

function show(item) {
  current = item;
  byId('item').hidden = item === null;
  byId('nothing').hidden = item !== null;
  if (item === null) {
    return;
  }
  drawItem(item);
  byId('reason').value = '';
  const buttons = ACTIONS.filter((action) => item.actions.includes(action.name)).map((action) =>
    button(action.label, action.key, action.className, () => decide(action.name)));
  if (mayBeSanctioned(item)) {
    buttons.push(button('Sanction', 's', 'bad', askForSanction));
  }
  byId('actions').replaceChildren(...buttons);
  byId('item').focus();
}

function button(label, key, className, work) {
  const node = document.createElement('button');
  const hint = document.createElement('kbd');
  hint.textContent = key;
  node.type = 'button';
  node.className = className;
  node.append(`${label} `, hint);
  node.setAttribute('aria-keyshortcuts', key);
  node.addEventListener('click', work);
  return node;
}

function mayBeSanctioned(item) {
  return item.user !== '' && (item.kind === 'ban_proposal' || item.actions.includes('remove'));
}

async function take(after) {
  const filter = byId('kind').value === '' ? {} : { kind: byId('kind').value };
  const claimed = await call('POST', '/reviews/next', after === undefined ? filter : { ...filter, after });
  if (claimed === null) {
    // Behind the last one comes the first.
    return after === undefined ? show(null) : take();
  }
  const item = await call('GET', `/reviews/${encodeURIComponent(claimed.id)}`);
  show({ ...item, cursor: claimed.cursor });
}

const next = () => once(async () => {
  const left = current;
  if (left !== null) {
    current = null;
    await call('POST', `/reviews/${encodeURIComponent(left.id)}/release`).catch(() => {});
  }
  say('');
  await take(left?.cursor);
  refresh();
});

const decide = (action, sanction) => once(async () => {
  if (current === null || !current.actions.includes(action)) {
    return;
  }
  const reason = byId('reason').value.trim();
  try {
    await call('POST', `/reviews/${encodeURIComponent(current.id)}/resolve`, { action, reason, sanction });
  } catch (failure) {
    if (!(failure instanceof Problem && failure.status === 409)) {
      throw failure;
    }
    // Somebody else, or time, was faster: on to the next one.
    byId('problem').textContent = failure.message;
    await take();
    return;
  }
  say(`${sanction === undefined ? '' : `${sanction.kind}, `}${action}: done`);
  await take();
  refresh();
});

function askForSanction() {
  if (current === null || isBusy()) {
    return;
  }
  if (!mayBeSanctioned(current)) {
    say(current.user === '' ? 'An anonymous author cannot be sanctioned.' : 'Nothing to sanction here.');
    return;
  }
  const kinds = moderator.tasks.includes('ban') ? ['timeout', 'slow', 'mute', 'ban'] : ['timeout', 'slow'];
  byId('sanction-kind').replaceChildren(...kinds.map((kind) => new Option(kind, kind)));
  if (current.kind === 'ban_proposal' && kinds.includes('ban')) {
    byId('sanction-kind').value = 'ban';
    byId('sanction-time').value = '';
  }
  // A dialog that is left with Escape keeps what it was closed with before.
  byId('sanction').returnValue = '';
  byId('sanction').showModal();
}

byId('sanction').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target instanceof HTMLSelectElement) {
    event.preventDefault();
    byId('sanction').close('ok');
  }
});

byId('sanction').addEventListener('close', () => {
  if (byId('sanction').returnValue !== 'ok' || current === null) {
    return;
  }
  const kind = byId('sanction-kind').value;
  const time = byId('sanction-time').value;
  const sanction = { kind, room: byId('sanction-where').value === '' ? '' : current.room };
  if (time !== '') {
    sanction.durationSeconds = Number(time);
  }
  if (kind === 'slow') {
    sanction.intervalSeconds = 30;
  }
  decide(current.kind === 'ban_proposal' ? 'approve' : 'remove', sanction);
});

// Nobody waits for it: the item that is shown can be decided meanwhile.
function refresh() {
  call('GET', '/queue').then((queue) => drawQueue(queue.waiting)).catch(() => {});
}

const login = () => once(async () => {
  moderator = await call('GET', '/me');
  byId('key').value = '';
  enter(true);
  await take();
  refresh();
});

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  useKey(byId('key').value.trim());
  login();
});
byId('leave').addEventListener('click', () => once(async () => {
  if (current !== null) {
    await call('POST', `/reviews/${encodeURIComponent(current.id)}/release`).catch(() => {});
  }
  forgetKey();
  show(null);
  enter(false);
}));
byId('next').addEventListener('click', next);
byId('kind').addEventListener('change', next);
byId('show-help').addEventListener('click', () => byId('help').showModal());

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
    if (event.key === 'Escape') {
      event.target.blur();
    }
    return;
  }
  if (event.key === '?') {
    event.preventDefault();
    byId('help').showModal();
    return;
  }
  if (moderator === null || byId('desk').hidden) {
    return;
  }
  const action = ACTIONS.find((one) => one.key === event.key);
  if (action !== undefined) {
    event.preventDefault();
    decide(action.name);
  } else if (event.key === 'n') {
    event.preventDefault();
    next();
  } else if (event.key === 's') {
    event.preventDefault();
    askForSanction();
  } else if (event.key === 'e' && current !== null) {
    event.preventDefault();
    byId('reason').focus();
  }
});

setInterval(() => {
  if (moderator === null || byId('desk').hidden || document.hidden || busy) {
    return;
  }
  if (current === null) {
    once(async () => {
      await take();
      refresh();
    });
  } else {
    refresh();
  }
}, LOOK_EVERY);

enter(false);
if (knowsKey()) {
  login();
}
