/** What is in stock; a database in real life. */
export class Warehouse {
  readonly #stock: Map<string, number>;
  readonly #reservations = new Map<
    string,
    { readonly article: string; readonly quantity: number }
  >();

  constructor(stock: Readonly<Record<string, number>>) {
    this.#stock = new Map(Object.entries(stock));
  }

  available(article: string): number {
    return this.#stock.get(article) ?? 0;
  }

  /** Sets items aside; false when there are not enough. The same id again changes nothing. */
  reserve(reservationId: string, article: string, quantity: number): boolean {
    if (this.#reservations.has(reservationId)) {
      return true;
    }
    if (this.available(article) < quantity) {
      return false;
    }
    this.#stock.set(article, this.available(article) - quantity);
    this.#reservations.set(reservationId, { article, quantity });
    return true;
  }

  /** Puts reserved items back; does nothing when there are none. */
  release(reservationId: string): void {
    const reserved = this.#reservations.get(reservationId);
    if (reserved !== undefined) {
      this.#reservations.delete(reservationId);
      this.#stock.set(reserved.article, this.available(reserved.article) + reserved.quantity);
    }
  }
}
