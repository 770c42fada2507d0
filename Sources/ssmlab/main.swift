import SSMLabKit
import StandardPlugins

await Lab.main(strategies: StandardPlugins.all)
