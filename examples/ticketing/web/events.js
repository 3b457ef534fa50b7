/** The programme. Prices in won. */
export const events = [
  {
    date: 'Fri 4 Dec',
    time: '20:00',
    title: 'Moonlight Strings',
    place: 'Han River Hall',
    price: 88_000,
    left: 42,
    picture: 'strings',
  },
  {
    date: 'Sat 5 Dec',
    time: '19:00',
    title: 'Neon Tigers',
    place: 'Gocheok Dome',
    price: 132_000,
    left: 7,
    picture: 'tigers',
  },
  {
    date: 'Sun 6 Dec',
    time: '17:00',
    title: 'The Understudies',
    place: 'Daehangno Theatre',
    price: 55_000,
    left: 118,
    picture: 'understudies',
  },
  {
    date: 'Wed 9 Dec',
    time: '20:00',
    title: 'Paper Planets',
    place: 'Blue Square',
    price: 66_000,
    left: 63,
    picture: 'planets',
  },
];
