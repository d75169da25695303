import type { PublicFile, PublicSet, PublicSource } from "./public_set.ts";

const TERMS_UNSETTLED = "no terms stated by its authors";
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
const MNIST_MIRRORS = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
];
const FASHION_MIRRORS = [
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
];
const BINARIZED_FOLDER = "https://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/";

const IDX_SPLITS: PublicSet["splits"] = {
  train: ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
  validation: [],
  test: ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
};

const MNIST: PublicSet = {
  name: "mnist",
  licence: TERMS_UNSETTLED,
  source: "LeCun, Cortes and Burges, The MNIST database of handwritten digits",
  height: 28,
  width: 28,
  channels: 1,
  classes: DIGITS,
  format: "idx",
  splits: IDX_SPLITS,
  sources: gzipped(MNIST_MIRRORS, {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  }),
};

const FASHION_MNIST: PublicSet = {
  ...MNIST,
  name: "fashion_mnist",
  licence: "MIT, Zalando SE",
  source: "Xiao, Rasul and Vollgraf 2017, https://github.com/zalandoresearch/fashion-mnist",
  classes: "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot".split(","),
  sources: gzipped(FASHION_MIRRORS, {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
  }),
};

const BINARIZED_MNIST: PublicSet = {
  ...MNIST,
  name: "binarized_mnist",
  source: "Larochelle's fixed binarization of MNIST (Salakhutdinov and Murray 2008)",
  classes: [],
  format: "idx-binary",
  splits: {
    train: ["binarized_mnist_train.idx3-ubyte"],
    validation: ["binarized_mnist_valid.idx3-ubyte"],
    test: ["binarized_mnist_test.idx3-ubyte"],
  },
  sources: [
    amat("train", "0eae7dff54784fdce12433da8ed5d8549d4676c91740d78aa0b18fa99a8b96f2"),
    amat("valid", "1b017d51bf2733a6cbde62f26dd36be91c88ab4e95f8de9cdafadcb26fe9a852"),
    amat("test", "491785121c5ff9ffb073809cd7c755a241b9e04052f1cf2ec7c9608a9346e097"),
  ],
};

const CIFAR10: PublicSet = {
  name: "cifar10",
  licence: TERMS_UNSETTLED,
  source: "Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html",
  height: 32,
  width: 32,
  channels: 3,
  classes: "airplane,automobile,bird,cat,deer,dog,frog,horse,ship,truck".split(","),
  format: "cifar",
  splits: {
    train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
    validation: [],
    test: ["test_batch.bin"],
  },
  sources: [{
    urls: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
    packing: "tar.gz",
    files: listed({
      "data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
      "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
      "data_batch_3.bin": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
      "data_batch_4.bin": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
      "data_batch_5.bin": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
      "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    }),
  }],
};

/** The public data sets by name. Sums are of the uncompressed files. */
export const PUBLIC_SETS: ReadonlyMap<string, PublicSet> = new Map(
  [MNIST, FASHION_MNIST, BINARIZED_MNIST, CIFAR10].map((set) => [set.name, set]),
);

/** Files by name and SHA-256 of their uncompressed content. */
function listed(sums: Readonly<Record<string, string>>): PublicFile[] {
  return Object.entries(sums).map(([name, sha256]) => ({ name, sha256 }));
}

/** Files that mirrors offer as `<name>.gz`. */
function gzipped(
  mirrors: readonly string[],
  sums: Readonly<Record<string, string>>,
): PublicSource[] {
  return listed(sums).map((file) => ({
    urls: mirrors.map((mirror) => `${mirror}${file.name}.gz`),
    packing: "gzip",
    files: [file],
  }));
}

/** A split of the binarized MNIST, offered as a text matrix. */
function amat(split: string, sha256: string): PublicSource {
  return {
    urls: [`${BINARIZED_FOLDER}binarized_mnist_${split}.amat`],
    packing: "amat",
    files: listed({ [`binarized_mnist_${split}.idx3-ubyte`]: sha256 }),
  };
}
