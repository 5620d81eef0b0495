import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../access/audit-trail';
import type { Principal } from '../access/principal';
import { Transactions, Write } from '../database/transaction';
import { IdempotencyService } from '../idempotency/idempotency.service';
import { Clock } from '../kernel/clock';
import type { DataOf } from '../kernel/data-of';
import { conflict, invalid, notFound } from '../kernel/errors';
import type { IdempotencyKey } from '../kernel/idempotency-key';
import { newId } from '../kernel/ids';
import { applyMergePatch } from '../kernel/merge-patch';
import { checkedDepot, FleetDepot } from './depot';
import type { DepotPageDto, NewDepotDto, PatchDepotDto, RegisteredDepotDto } from './depots.dto';
import { DepotsRepository } from './depots.repository';
import { checkedDriver, FleetDriver, SELF } from './driver';
import type { DriverPageDto, NewDriverDto, PatchDriverDto, RegisteredDriverDto } from './drivers.dto';
import { DriversRepository } from './drivers.repository';
import { Register } from './register.service';

/** Keeps who drives, with which vehicle, and from where. */
@Injectable()
export class FleetService {
  private readonly drivers: Register<FleetDriver>;
  private readonly depots: Register<FleetDepot>;

  constructor(
    private readonly driverEntries: DriversRepository,
    private readonly depotEntries: DepotsRepository,
    audit: AuditTrail,
    idempotency: IdempotencyService,
    transactions: Transactions,
    private readonly clock: Clock,
  ) {
    const tools = { audit, idempotency, transactions, clock };
    this.drivers = new Register(
      {
        kind: 'driver',
        idOf: ({ driver_id }) => driver_id,
        get: (id) => driverEntries.get(id),
        all: () => driverEntries.all(),
        insert: (driver) => driverEntries.insert(driver),
        replace: (driver, version) => driverEntries.replace(driver, version),
        remove: (driver) => driverEntries.remove(driver),
        checked: checkedDriver,
        besides: (driver, before) => this.atHome(driver, before),
      },
      tools,
    );
    this.depots = new Register(
      {
        kind: 'depot',
        idOf: ({ depot_id }) => depot_id,
        get: (id) => depotEntries.get(id),
        all: () => depotEntries.all(),
        insert: (depot) => depotEntries.insert(depot),
        replace: (depot, version) => depotEntries.replace(depot, version),
        remove: (depot) => depotEntries.remove(depot),
        checked: checkedDepot,
        dispensable: (depot) => this.nobodyBeginsAt(depot),
      },
      tools,
    );
  }

  /** @throws DinexError `conflict` where the id is taken, `invalid` for what cannot be or a depot that is not registered. */
  addDriver(principal: Principal, asked: DataOf<NewDriverDto>, key?: IdempotencyKey): Promise<RegisteredDriverDto> {
    return this.drivers.add(principal, (about) => ({ ...asked, ...about }), key);
  }

  listDrivers(limit: number, cursor: string | undefined): Promise<DriverPageDto> {
    return this.drivers.list(limit, cursor);
  }

  /** @throws DinexError `not_found`, alike for what is not there and, to a driver, for another. */
  async viewDriver(principal: Principal, named: string): Promise<RegisteredDriverDto> {
    const own = principal.role === 'driver' ? principal.driver_id : undefined;
    const driverId = own !== undefined && named === SELF ? own : named;
    const driver = await this.drivers.view(driverId);
    if (own !== undefined && own !== driverId) throw notFound('driver', named);
    return driver;
  }

  /** @throws DinexError `not_found`, `stale` when the driver is not at `ifMatch`, `invalid` as in `addDriver`. */
  patchDriver(
    principal: Principal,
    driverId: string,
    patch: PatchDriverDto,
    ifMatch: number | undefined,
  ): Promise<RegisteredDriverDto> {
    return this.drivers.change(principal, driverId, (driver) => applyMergePatch<FleetDriver>(driver, patch), ifMatch);
  }

  /** Takes a driver off the register; routes keep what they were planned with. @throws DinexError `not_found`, `stale`. */
  removeDriver(principal: Principal, driverId: string, ifMatch: number | undefined): Promise<void> {
    return this.drivers.remove(principal, driverId, ifMatch);
  }

  /** @throws DinexError `conflict` where the id is taken, `invalid` for a place outside Peru. */
  addDepot(principal: Principal, asked: DataOf<NewDepotDto>, key?: IdempotencyKey): Promise<RegisteredDepotDto> {
    return this.depots.add(principal, (about) => ({ ...asked, ...about }), key);
  }

  listDepots(limit: number, cursor: string | undefined): Promise<DepotPageDto> {
    return this.depots.list(limit, cursor);
  }

  /** @throws DinexError `not_found`. */
  viewDepot(depotId: string): Promise<RegisteredDepotDto> {
    return this.depots.view(depotId);
  }

  /** @throws DinexError `not_found`, `stale` when the depot is not at `ifMatch`, `invalid` for a place outside Peru. */
  patchDepot(
    principal: Principal,
    depotId: string,
    patch: PatchDepotDto,
    ifMatch: number | undefined,
  ): Promise<RegisteredDepotDto> {
    return this.depots.change(principal, depotId, (depot) => applyMergePatch<FleetDepot>(depot, patch), ifMatch);
  }

  /** @throws DinexError `not_found`, `stale`, `conflict` that names the drivers who begin there. */
  removeDepot(principal: Principal, depotId: string, ifMatch: number | undefined): Promise<void> {
    return this.depots.remove(principal, depotId, ifMatch);
  }

  /** Returns what keeps a driver's home depot from being taken away in the same moment. */
  private async atHome({ home_depot_id }: FleetDriver, before: FleetDriver | undefined): Promise<Write[]> {
    if (home_depot_id === undefined || home_depot_id === before?.home_depot_id) return [];
    if ((await this.depotEntries.get(home_depot_id)) === undefined)
      throw invalid('#/home_depot_id', `home_depot_id must be a registered depot; there is no ${home_depot_id}.`);
    return [this.depotEntries.taken(home_depot_id, newId(this.clock.now()))];
  }

  private async nobodyBeginsAt({ depot_id }: FleetDepot): Promise<void> {
    const drivers = (await this.driverEntries.all()).filter(({ home_depot_id }) => home_depot_id === depot_id);
    if (drivers.length === 0) return;
    const driver_ids = drivers.map(({ driver_id }) => driver_id).sort();
    const some = driver_ids.length > 3 ? `${driver_ids.slice(0, 3).join(', ')} and others` : driver_ids.join(', ');
    throw conflict(`Drivers begin at ${depot_id}: ${some}. Give them another home_depot_id first.`, { driver_ids });
  }
}
