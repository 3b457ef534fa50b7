import { randomUUID } from 'node:crypto';
import { events } from './events.js';
import { takenSeats } from './taken.js';

const assets = process.env.ASSETS_URL ?? '';
const hasData = process.env.DATA_BUCKET !== undefined;
const rows = ['A', 'B', 'C', 'D'];
const seatsInRow = 12;
const names = {
  'ap-northeast-2': 'Seoul',
  'us-east-1': 'Virginia',
  'ap-northeast-1': 'Tokyo',
  'eu-west-1': 'Ireland',
};

export function page(identity) {
  const city = names[identity.region] ?? identity.region;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ticketing — tonight, somewhere</title>
<link rel="stylesheet" href="${assets}/site.css">
<link rel="icon" href="${assets}/ticket.svg" type="image/svg+xml">
<script src="${assets}/site.js" defer></script>
</head>
<body data-region="${escape(identity.region)}">
<header>
  <a class="brand" href="/"><img src="${assets}/ticket.svg" alt="" width="40" height="40">ticketing</a>
  <p class="served" title="the region that made this page">served from <strong>${escape(city)}</strong></p>
</header>
<main>
  <h1>Tonight, somewhere, a curtain goes up.</h1>
  <p class="lead">Four shows, and a seat for you in each of them.</p>
  <ul class="events">${events.map(card).join('')}</ul>
</main>
<footer>
  <dl>
    <div><dt>Region</dt><dd>${escape(identity.region)}</dd></div>
    <div><dt>Zone</dt><dd>${escape(identity.zone)}</dd></div>
    <div><dt>Instance</dt><dd>${escape(identity.instance)}</dd></div>
  </dl>
  <p>An example site of Understudy. ${hasData ? 'Seats are kept, and no tickets are sold.' : 'No tickets are sold here.'}</p>
</footer>
</body>
</html>
`;
}

function card(event) {
  return `
    <li class="event">
      <img src="${assets}/${event.picture}.svg" alt="" width="320" height="180" loading="lazy">
      <div class="what">
        <p class="when"><time>${event.date}</time> · ${event.time}</p>
        <h2>${escape(event.title)}</h2>
        <p class="where">${escape(event.place)}</p>
        <p class="price">₩${event.price.toLocaleString('en')} <span class="${event.left < 10 ? 'few' : 'left'}">${event.left} left</span></p>
        ${hasData ? seats(event) : `<button type="button" data-title="${escape(event.title)}">Reserve</button>`}
      </div>
    </li>`;
}

/** The id is made here for a browser without scripts: sent again, it is the same reservation. */
function seats(event) {
  const taken = takenSeats(event);
  const all = rows.flatMap((row) => Array.from({ length: seatsInRow }, (_, i) => `${row}${i + 1}`));
  const isTaken = (seat) => taken?.has(`${event.key}-${seat}`) === true;
  const gone = all.filter(isTaken);
  const told = gone.length === 0 ? 'No seat is taken yet' : `Taken: ${gone.join(', ')}`;
  const options = all
    .filter((seat) => !isTaken(seat))
    .map((seat) => `<option value="${event.key}-${seat}">${seat}</option>`);
  return `<p class="taken">${taken === undefined ? '' : told}</p>
        <form class="reserve" method="post" action="/reserve">
          <input type="hidden" name="reservation" value="${randomUUID()}">
          <label>Seat <select name="seat">${options.join('')}</select></label>
          <button>Reserve</button>
          <output></output>
        </form>`;
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
