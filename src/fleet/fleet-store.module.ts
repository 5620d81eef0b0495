import { Module } from '@nestjs/common';
import { DepotsRepository } from './depots.repository';
import { DriversRepository } from './drivers.repository';
import { RosterService } from './roster.service';

/** The register as those who plan read it, without HTTP. */
@Module({
  providers: [DepotsRepository, DriversRepository, RosterService],
  exports: [DepotsRepository, DriversRepository, RosterService],
})
export class FleetStoreModule {}
