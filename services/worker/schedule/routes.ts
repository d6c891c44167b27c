/** A flight that leaves every day. */
export interface Route {
  readonly flightNumber: string;
  /** IATA codes. */
  readonly origin: string;
  readonly destination: string;
  /** Time of departure in UTC. */
  readonly departs: string;
  readonly minutes: number;
  readonly currency: string;
  /** Price of one seat by cabin, in minor units of the currency. */
  readonly fares: { readonly economy: number; readonly premium: number; readonly business: number };
}

const route = (
  flightNumber: string,
  [origin, destination]: readonly [string, string],
  details: Omit<Route, 'flightNumber' | 'origin' | 'destination' | 'currency'>,
): Route => ({ flightNumber, origin, destination, currency: 'EUR', ...details });

const short = { economy: 9_000, premium: 16_000, business: 31_000 };
const medium = { economy: 12_000, premium: 21_000, business: 42_000 };
const long = { economy: 48_000, premium: 92_000, business: 210_000 };

/** What the airline flies, every day of the week. */
export const routes: readonly Route[] = [
  route('JW101', ['AMS', 'LHR'], { departs: '06:40', minutes: 75, fares: short }),
  route('JW102', ['LHR', 'AMS'], { departs: '08:50', minutes: 75, fares: short }),
  route('JW204', ['AMS', 'LIS'], { departs: '09:15', minutes: 170, fares: medium }),
  route('JW205', ['LIS', 'AMS'], { departs: '13:00', minutes: 165, fares: medium }),
  route('JW310', ['AMS', 'BCN'], { departs: '07:30', minutes: 130, fares: medium }),
  route('JW311', ['BCN', 'AMS'], { departs: '10:45', minutes: 135, fares: medium }),
  route('JW420', ['AMS', 'ARN'], { departs: '11:20', minutes: 120, fares: short }),
  route('JW421', ['ARN', 'AMS'], { departs: '14:30', minutes: 125, fares: short }),
  route('JW530', ['AMS', 'FCO'], { departs: '15:10', minutes: 145, fares: medium }),
  route('JW531', ['FCO', 'AMS'], { departs: '18:40', minutes: 150, fares: medium }),
  route('JW640', ['AMS', 'JFK'], { departs: '10:20', minutes: 505, fares: long }),
  route('JW641', ['JFK', 'AMS'], { departs: '22:30', minutes: 425, fares: long }),
];

/** Rows of the aircraft by cabin, from front to back; six seats, A to F, in each. 180 in all. */
export const cabinRows = [
  { cabin: 'business', firstRow: 1, lastRow: 2 },
  { cabin: 'premium', firstRow: 3, lastRow: 7 },
  { cabin: 'economy', firstRow: 8, lastRow: 30 },
] as const;
