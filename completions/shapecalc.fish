# Generated from the app by pytest --update, with shtab.

# Custom Preamble
function _shapecalc_columns
  set -l before (string match -r '.*,' -- (commandline -ct))
  printf "$before%s\n" layer name type output params trainable non-trainable buffers macs flops rf jump offset connected
end
function _shapecalc_files
  printf '%s\n' conv-pool-upsample dcgan-generator segnet-small skip-autoencoder unet unet-keras unet-small
  __fish_complete_path (commandline -ct)
end
# End Custom Preamble

# Parse current commandline:
# - _shtab_shapecalc_cmdpath=(sub)command path seen so far
# - _shtab_shapecalc_npos=number of positional arguments given after it
# - options are skipped based on _shtab_shapecalc_opts_with_value & _shtab_shapecalc_commands lists
function _shtab_shapecalc_scan
  set -g _shtab_shapecalc_cmdpath ''
  set -g _shtab_shapecalc_npos 0
  set -l tokens (commandline -opc)
  set -e tokens[1]
  set -l expect_value 0
  for t in $tokens
    if test $expect_value -eq 1
      set expect_value 0
      continue
    end
    switch "$t"
      case '--*=*'
        continue
      case '-*'
        if contains -- $t $_shtab_shapecalc_opts_with_value
          set expect_value 1
        end
        continue
      case '*'
        if test $_shtab_shapecalc_npos -eq 0
          set -l candidate $t
          if test -n "$_shtab_shapecalc_cmdpath"
            set candidate "$_shtab_shapecalc_cmdpath $t"
          end
          if contains -- $candidate $_shtab_shapecalc_commands
            set -g _shtab_shapecalc_cmdpath $candidate
            continue
          end
        end
        set -g _shtab_shapecalc_npos (math $_shtab_shapecalc_npos + 1)
    end
  end
end

# Condition helper: true if the current (sub)command path equals the given one.
function _shtab_shapecalc_using
  _shtab_shapecalc_scan
  test "$_shtab_shapecalc_cmdpath" = "$argv"
end

set -g _shtab_shapecalc_commands summary sizes fix solve zoo layers schema
set -g _shtab_shapecalc_opts_with_value --batch --by --channels --columns --depth --dilation --dtype --expect-output --factor --format --framework --in --input --kernel --max-dilation --max-kernel --max-macs --max-memory --max-padding --max-params --max-stride --near --op --optimizer --out --output --output-padding --padding --set --stages --stride --through --top --why --width -f -i -k -o -p -s

complete -c shapecalc -e
complete -c shapecalc -f

complete -c shapecalc -n _shtab_shapecalc_using -l version -d 'Show the version and exit.'
complete -c shapecalc -n _shtab_shapecalc_using -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a summary -d 'Show shapes, parameters and MACs layer by layer.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -s f -l format -xka "table json markdown csv" -d 'table unless -o ends in .json, .md, .csv.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l columns -xka "(_shapecalc_columns)" -d 'Columns with commas: layer,output,params,macs,...'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -s i -l input -x -d 'Input sizes without the batch: 160,160,8 or NAME=160,160,8 (for a factory with it: 1,3,224,224).'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l batch -x -d 'Batch size; MACs are for the whole batch.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l set -x -d 'NAME=VALUE for a variable of the model.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l depth -x -d 'Show the layers of nested models, so many levels deep.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l expand-nested -d 'Show them all the way down.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l width -x -d 'Columns to fill; long cells are wrapped.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l ascii -d 'Draw the table with + - | only.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -s o -l output -xka "(__fish_complete_path (commandline -ct))" -d 'Write to a file.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l memory -d 'Show the memory of inference and training.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l dtype -xka "float64 float32 float16 bfloat16 float8 int8" -d 'Memory in this format: float32, float16, bfloat16...'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l optimizer -xka "sgd momentum rmsprop adagrad lion adam adamw" -d 'Memory with its state: sgd, momentum, adam, adamw...'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l max-params -x -d 'Exit with 1 above this: 5M. Units: k, M, G, T.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l max-macs -x -d 'Exit with 1 above this: 1.5G.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l max-memory -x -d 'Exit with 1 above this: 8GiB, 500MB.'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -l expect-output -x -d 'Exit with 1 unless it is the output: 1,21,512,512 or NAME=...'
complete -c shapecalc -n '_shtab_shapecalc_using summary' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using summary; and test $_shtab_shapecalc_npos -eq 0' -ka "(_shapecalc_files)" -d 'A model file, - for standard input, a built-in name, or package.module:factory for a PyTorch module (the only form that imports and runs your code).'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a sizes -d 'Tell which input sizes a model takes.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -s i -l input -x -d 'Input sizes without the batch: 160,160,8 or NAME=160,160,8.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -l set -x -d 'NAME=VALUE for a variable of the model.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -l near -x -d 'Nearest legal sizes to these: 500x375, or one for all axes.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -l out -x -d 'Input sizes that give this output: 388, or 388x388.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -l lossless -d 'No floor may cut off an element.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -s f -l format -xka "text json" -d format
complete -c shapecalc -n '_shtab_shapecalc_using sizes' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using sizes; and test $_shtab_shapecalc_npos -eq 0' -ka "(_shapecalc_files)" -d 'A model file, - for standard input, or a built-in name.'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a fix -d 'Write a model file whose branches fit together.'
complete -c shapecalc -n '_shtab_shapecalc_using fix' -s i -l input -x -d 'Input sizes without the batch: 160,160,8 or NAME=160,160,8.'
complete -c shapecalc -n '_shtab_shapecalc_using fix' -l set -x -d 'NAME=VALUE for a variable of the model.'
complete -c shapecalc -n '_shtab_shapecalc_using fix' -l by -x -d 'size, output_padding, ceil_mode, same, channels, pad or crop.'
complete -c shapecalc -n '_shtab_shapecalc_using fix' -s o -l output -xka "(__fish_complete_path (commandline -ct))" -d 'Write to a new file.'
complete -c shapecalc -n '_shtab_shapecalc_using fix' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using fix; and test $_shtab_shapecalc_npos -eq 0' -ka "(_shapecalc_files)" -d 'A model file of ours, or a built-in name.'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a solve -d 'Find the settings that take one size to another.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l in -x -d 'Input size: 64, 64x48 (axes), or 63,64,65 (cases).'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l out -x -d 'Output size, written as the input size.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l factor -x -d 'Instead of sizes: 2 or 1/2, exact for every input.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l op -xka "transpose conv pool upsample unpool shuffle all" -d 'By default transpose when the size grows, else conv; all compares them.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l framework -xka "keras torch onnx" -d 'Answer in this framework'"'"'s settings.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -s k -l kernel -x -d 'Keep this kernel_size (F).'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -s s -l stride -x -d 'Keep this stride (S).'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -s p -l padding -x -d 'Keep this padding (P); Keras: valid, same.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l output-padding -x -d 'Keep this output_padding.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l dilation -x -d 'Keep this dilation.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l max-kernel -x -d 'Look no further than this.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l max-stride -x -d 'Look no further than this.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l max-padding -x -d 'Look no further than this.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l max-dilation -x -d 'Look no further than this (1 when left out).'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l stages -x -d 'A chain of so many layers, or auto: as few as do.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l through -x -d 'A chain of these: conv,pool,conv.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l channels -x -d 'Channels in:out, for params and MACs: 512:64.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l why -x -d 'Explain solution N.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l top -x -d 'Show so many solutions.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l all -d 'Show every solution.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -s f -l format -xka "table json" -d format
complete -c shapecalc -n '_shtab_shapecalc_using solve' -l ascii -d 'Draw the table with + - | only.'
complete -c shapecalc -n '_shtab_shapecalc_using solve' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a zoo -d 'List the built-in models.'
complete -c shapecalc -n '_shtab_shapecalc_using zoo' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a layers -d 'List the layers, or show the card of one.'
complete -c shapecalc -n '_shtab_shapecalc_using layers' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using layers; and test $_shtab_shapecalc_npos -eq 0' -ka "Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention AugMix AutoContrast Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool1d AvgPool2D AvgPool2d AvgPool3D AvgPool3d BatchNorm1d BatchNorm2d BatchNorm3d BatchNormalization Bidirectional Bilinear CELU CategoryEncoding CenterCrop ChannelShuffle CircularPad1d CircularPad2d CircularPad3d Concatenate ConstantPad1d ConstantPad2d ConstantPad3d ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv1d Conv2D Conv2DTranspose Conv2d Conv3D Conv3DTranspose Conv3d ConvLSTM1D ConvLSTM2D ConvLSTM3D ConvTranspose1d ConvTranspose2d ConvTranspose3d Convolution1D Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D Convolution3DTranspose CosineSimilarity Cropping1D Cropping2D Cropping3D CustomScaleLayer Dense DepthwiseConv1D DepthwiseConv2D Dot Dropout Dropout1d Dropout2d Dropout3d ELU EinsumDense Embedding EmbeddingBag Equalization FeatureAlphaDropout Flatten Fold FractionalMaxPool2d FractionalMaxPool3d GELU GLU GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNorm GroupNormalization GroupQueryAttention GroupedQueryAttention Hardshrink Hardsigmoid Hardswish Hardtanh Identity InstanceNorm1d InstanceNorm2d InstanceNorm3d LPPool1d LPPool2d LPPool3d LSTM LSTMCell LayerNorm LayerNormalization LayerScale LeakyReLU Linear LocalResponseNorm LogSigmoid LogSoftmax Masking MaxPool1D MaxPool1d MaxPool2D MaxPool2d MaxPool3D MaxPool3d MaxPooling1D MaxPooling2D MaxPooling3D MaxUnpool1d MaxUnpool2d MaxUnpool3d Maximum Minimum Mish MultiHeadAttention MultiheadAttention Multiply Normalization PReLU PairwiseDistance Permute PixelShuffle PixelUnshuffle RMSNorm RMSNormalization RNN RNNCell RReLU RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom ReLU ReLU6 ReflectionPad1d ReflectionPad2d ReflectionPad3d RepeatVector ReplicationPad1d ReplicationPad2d ReplicationPad3d Rescaling Reshape Resizing SELU SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D SiLU Sigmoid SimpleRNN SimpleRNNCell Softmax Softmax2d Softmin Softplus Softshrink Softsign Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization StackedRNNCells Subtract Tanh Tanhshrink Threshold TimeDistributed Transformer TransformerDecoderLayer TransformerEncoderLayer Unflatten Unfold UnitNormalization UpSampling1D UpSampling2D UpSampling3D Upsample UpsamplingBilinear2d UpsamplingNearest2d ZeroPad1d ZeroPad2d ZeroPad3d ZeroPadding1D ZeroPadding2D ZeroPadding3D activation adaptive_average_pool adaptive_max_pool add attention average average_pool batch_norm bidirectional bilinear cat celu center_crop_pad channel_shuffle choose compare concat conv conv_lstm conv_transpose cosine_similarity crop dense depth_to_space depthwise_conv distance div divide dot dropout einsum einsum_dense elu embedding embedding_bag expand exponential flatten fold fractional_max_pool gated_linear_unit gather gather_elements gelu global_average_pool global_lp_pool global_max_pool glu group_norm gru gru_cell hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh identity index input instance_norm layer_norm leaky_relu linear local_response_norm log_sigmoid log_softmax logic lp_pool lstm lstm_cell matmul max_pool max_unpool maximum minimum mish move_axes mul multi_head_attention multiply normalization one_hot pad patches permute power prelu recurrent reduce_logarithm reduce_max reduce_mean reduce_min reduce_norm reduce_place reduce_product reduce_sum relu relu6 remainder repeat repeat_vector reshape resize rms_norm rnn rnn_cell scale selu separable_conv shape_of sigmoid silu slice soft_shrink softmax softplus softsign space_to_depth sparse_plus sparse_sigmoid sparsemax spectral_norm split squareplus squeeze stack sub subtract swish tanh tanh_shrink tensor threshold tile time_distributed transformer transformer_decoder_layer transformer_encoder_layer unflatten unfold unit_norm unsqueeze upsample view" -d 'A layer, in Keras'"'"', PyTorch'"'"'s or our own word.'
complete -c shapecalc -n '_shtab_shapecalc_using; and test $_shtab_shapecalc_npos -eq 0' -a schema -d 'Print the JSON Schema of model files, for editors.'
complete -c shapecalc -n '_shtab_shapecalc_using schema' -s o -l output -xka "(__fish_complete_path (commandline -ct))" -d 'Write to a file.'
complete -c shapecalc -n '_shtab_shapecalc_using schema' -s h -l help -d 'Show this message and exit.'
complete -c shapecalc -n '_shtab_shapecalc_using schema; and test $_shtab_shapecalc_npos -eq 0' -ka "(_shapecalc_files)" -d 'A model file, whose blocks are then known types too.'
