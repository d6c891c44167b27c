import { ApiProblem, runtimeProblems, type ProblemRegistry } from '../../runtime/index.js';

/** Every problem that this API answers with. docs/errors.md describes each. */
export const problems = {
  ...runtimeProblems,
  FLIGHT_NOT_FOUND: { status: 404, title: 'There is no such flight' },
  FLIGHT_DEPARTED: { status: 409, title: 'The flight has departed' },
  FLIGHT_FULL: { status: 409, title: 'The flight is full' },
  SEAT_UNKNOWN: { status: 422, title: 'There is no such seat' },
  SEAT_TAKEN: { status: 409, title: 'A seat is taken' },
  SEATS_MIXED_CABIN: { status: 422, title: 'The seats are in different cabins' },
  SEATS_PASSENGERS_MISMATCH: { status: 422, title: 'Not one seat for each passenger' },
  SIMULATION_DISABLED: { status: 422, title: 'Simulated failures are not allowed here' },
  BOOKING_NOT_FOUND: { status: 404, title: 'There is no such booking' },
  BOOKING_FINAL: { status: 409, title: 'The booking is final' },
} as const satisfies ProblemRegistry;

/** A code of `problems`. */
export type ProblemCode = keyof typeof problems;

/** A problem to throw; the compiler knows the codes. */
export function problem(
  code: ProblemCode,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ApiProblem<ProblemCode> {
  return new ApiProblem(code, detail, { headers });
}

/** The problem of an id that no booking has. */
export function bookingNotFound(bookingId: string): ApiProblem<ProblemCode> {
  return problem('BOOKING_NOT_FOUND', `No booking "${bookingId}" was ever accepted here.`);
}

/** The problem of an id that no flight on sale has. */
export function flightNotFound(flightId: string): ApiProblem<ProblemCode> {
  return problem(
    'FLIGHT_NOT_FOUND',
    `No flight "${flightId}" is on sale. GET /flights lists those that are.`,
  );
}
