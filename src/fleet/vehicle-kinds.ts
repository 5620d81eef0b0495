export const VEHICLE_KINDS = ['MOTORCYCLE', 'CAR', 'VAN', 'TRUCK'] as const;
export type VehicleKind = (typeof VEHICLE_KINDS)[number];
