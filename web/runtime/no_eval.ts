import * as z from "zod";

// Zod tries whether it may make programs of text, which a page's policy forbids and reports.
z.config({ jitless: true });
