/** The world together with its people, in whose names everything in it is done. */

import { Persona } from "./acts/persona.ts";
import type { App } from "./world/model.ts";
import { World } from "./world/world.ts";

export class PlayedWorld extends World {
  /** Acts as this person; one is made for an unknown login. */
  as(login: string, viaApp: App | null = null): Persona {
    return new Persona(this, this.anyone(login), viaApp);
  }
}
