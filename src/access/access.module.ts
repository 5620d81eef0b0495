import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PrincipalGuard } from './principal.guard';

/** Puts the guard before every controller. */
@Module({ providers: [{ provide: APP_GUARD, useClass: PrincipalGuard }] })
export class AccessModule {}
