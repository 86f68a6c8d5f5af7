"""The chapter on famous networks: its numbers against published ones."""


def test_famous_networks_are_counted_right(prose):
    """AlexNet 60,965,224, VGG-16 138,357,544, VGG-19 143,667,240, ResNet-152 60,192,808: as published."""
    for sentence in (
        "It has 61,706 weights to learn",
        # A quarter, ten times: 4^10.
        "divide the gradient by 1,048,576 or more",
        "a blind guess is right in 0.5 % of all cases",
        # 60,965,224 / 61,706; the full layers have 58,631,144.
        "there are 988 times as many weights, 61 million",
        "96 % of the weights are in the three full layers. 92 % of the work",
        "138 million weights",
        # 28² · (192·16 + 16·25·32) and 28² · 192·25·32.
        "costs 12 million multiply-adds; without narrowing it would be 120 million, 10 times",
        "ResNet’s 152 layers have 60 million weights, less than half of VGG-19’s 144 million in 19 layers",
        "top-5 error of 3.57 % (the slides round to 3.5 %)",
    ):
        assert sentence in prose, sentence
