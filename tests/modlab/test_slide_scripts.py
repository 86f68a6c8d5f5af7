"""The slides' scripts run with only their import lines changed (and on fewer images, for time's sake)."""

import numpy as np
import pytest

# The slides' train_convnet.py. Changed: the lines that import.
TRAIN_CONVNET = """
import numpy as np
import matplotlib.pyplot as plt
from modlab.datasets import load_mnist
from modlab.networks import SimpleConvNet
from modlab.trainer import Trainer

# 데이터 읽기
(x_train, t_train), (x_test, t_test) = load_mnist(flatten=False)

# 시간이 오래 걸릴 경우 데이터를 줄인다.
x_train, t_train = x_train[:5000], t_train[:5000]
x_test, t_test = x_test[:1000], t_test[:1000]

max_epochs = 20

network = SimpleConvNet(input_dim=(1,28,28),
                          conv_param = {'filter_num': 30, 'filter_size': 5,
                                         'pad': 0, 'stride': 1},
                          hidden_size=100, output_size=10, weight_init_std=0.01)

trainer = Trainer(network, x_train, t_train, x_test, t_test,
                  epochs=max_epochs, mini_batch_size=100,
                  optimizer='Adam', optimizer_param={'lr': 0.001},
                  evaluate_sample_num_per_epoch=1000)
trainer.train()

# 매개변수 보존
network.save_params("params.pkl")
print("Saved Network Parameters!")

# 그래프 그리기
markers = {'train': 'o', 'test': 's'}
x = np.arange(max_epochs)
plt.plot(x, trainer.train_acc_list, marker='o', label='train', markevery=2)
plt.plot(x, trainer.test_acc_list, marker='s', label='test', markevery=2)
plt.xlabel("epochs")
plt.ylabel("accuracy")
plt.ylim(0, 1.0)
plt.legend(loc='lower right')
plt.show()
"""

# The slides' visualize_filter.py. Changed: the lines that import.
VISUALIZE_FILTER = """
import numpy as np
import matplotlib.pyplot as plt
from modlab.networks import SimpleConvNet

def filter_show(filters, nx=8, margin=3, scale=10):
    FN, C, FH, FW = filters.shape
    ny = int(np.ceil(FN / nx))

    fig = plt.figure()
    fig.subplots_adjust(left=0, right=1, bottom=0, top=1, hspace=0.05, wspace=0.05)

    for i in range(FN):
        ax = fig.add_subplot(ny, nx, i+1, xticks=[], yticks=[])
        ax.imshow(filters[i, 0], cmap=plt.cm.gray_r, interpolation='nearest')
    plt.show()


network = SimpleConvNet()
# 무작위(랜덤) 초기화 후의 가중치
filter_show(network.params['W1'])

# 학습된 가중치
network.load_params("params.pkl")
filter_show(network.params['W1'])
"""


@pytest.fixture
def few_images(tmp_path, monkeypatch):
    """MNIST of 100 and 40 images that can be told apart, an empty folder, and figures that are only counted.

    The script names no seed, and twenty steps from chance weights do not always get equally far: here the weights are the same each time.
    """
    plt = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")
    plt.close("all")  # the script draws into the figure that is current

    def load_mnist(normalize=True, flatten=True, one_hot_label=False):
        rng = np.random.default_rng(0)
        t = rng.integers(0, 10, 140)
        x = rng.random((140, 1, 28, 28), dtype=np.float32) / 2
        for image, label in zip(x, t, strict=True):
            image[0, 4 + 2 * label : 6 + 2 * label] += 0.5
        assert not flatten
        return (x[:100], t[:100]), (x[100:], t[100:])

    draw = np.random.default_rng
    monkeypatch.setattr(np.random, "default_rng", lambda seed=None: draw(0 if seed is None else seed))
    monkeypatch.setattr("modlab.datasets.load_mnist", load_mnist)
    monkeypatch.chdir(tmp_path)
    shown = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(plt.gcf()))
    plt.switch_backend("agg")
    yield shown
    plt.close("all")


def test_train_convnet_and_then_visualize_filter(few_images, capsys):
    space = {}
    exec(compile(TRAIN_CONVNET, "train_convnet.py", "exec"), space)
    assert "Saved Network Parameters!" in capsys.readouterr().out
    trainer = space["trainer"]
    assert len(trainer.train_acc_list) == len(trainer.test_acc_list) == 20
    assert trainer.test_acc_list[-1] > 0.5
    assert len(few_images) == 1
    lines = few_images[0].axes[0].lines
    np.testing.assert_array_equal(lines[1].get_ydata(), trainer.test_acc_list)

    other = {}
    exec(compile(VISUALIZE_FILTER, "visualize_filter.py", "exec"), other)
    np.testing.assert_array_equal(other["network"].params["W1"], space["network"].params["W1"])
    assert [len(figure.axes) for figure in few_images[1:]] == [30, 30]
    drawn = few_images[2].axes[7].images[0].get_array()
    np.testing.assert_array_equal(drawn, space["network"].params["W1"][7, 0])
