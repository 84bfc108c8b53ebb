export { areaTemplate, centreTemplate, residentTemplate } from "./columns.ts";
export { FileRefusal } from "./csv-file.ts";
export { importAreas } from "./import-areas.ts";
export { importCentres } from "./import-centres.ts";
export { importResidents, type RegisterReport } from "./import-residents.ts";
