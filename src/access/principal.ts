/** Who asks. Services receive it as an argument; nothing may assume how it was established. */
export interface Principal {
  readonly id: string;
  readonly roles: readonly ('operator' | 'customer' | 'driver')[];
  readonly customer_id?: string;
  readonly driver_id?: string;
}
