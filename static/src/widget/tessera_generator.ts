import { backendText } from "../page/backend_text.ts";
import { downloadPicture } from "../page/download.ts";
import { type ImageHolder, pictureOfImage } from "../page/picture_of_image.ts";
import { randomSeed } from "../page/random_seed.ts";
import { type DrawnBatch, type PageModel, PageModelError } from "../runtime/page_model.ts";
import { AttributeElement } from "./attribute_element.ts";
import { AttributeWatch } from "./attribute_watch.ts";
import { backendChoice, loadingChoice, wantedControls } from "./choices.ts";
import { type CodeGrid, codeRows, requireCodes } from "./code_grid.ts";
import { type ImageDetail, tell } from "./events.ts";
import { type GenerateOptions, wantedOf } from "./generate_options.ts";
import { imageData } from "./image_data.ts";
import { ModelHolder } from "./model_holder.ts";
import { SETTING_ATTRIBUTES, SettingError } from "./settings.ts";
import { pictureLabel, pictureStatus } from "./texts.ts";
import { View } from "./view.ts";
import { whenNear } from "./when_near.ts";

const DRAWING: readonly string[] = ["src", "backend", ...Object.values(SETTING_ATTRIBUTES)];
