/**
 * Losses. Each is an immutable value with its parameters; {@code apply} computes it, {@code
 * config()} writes its parameters under the keys of the system it is known from, and {@link
 * dev.capstan.losses.Losses#fromConfig(java.util.Map)} reads them back.
 *
 * <p>Who lives here, one file a loss, each the Javadoc, the parameters with their defaults, the
 * checks and the formula; all else is made of the record's components by {@link
 * dev.capstan.losses.config}:
 *
 * <ul>
 *   <li>numbers and targets ({@link dev.capstan.losses.TargetLoss}): L1, MSE, Huber, SmoothL1,
 *       HingeEmbedding, SoftMargin, KLDiv, PoissonNLL; with weights or variances BCEWithLogits,
 *       MultiLabelSoftMargin, MultiLabelMargin, GaussianNLL; two inputs ({@link
 *       dev.capstan.losses.PairLoss}) MarginRanking, CosineEmbedding; classes ({@link
 *       dev.capstan.losses.ClassLoss}) CrossEntropy, NLL, MultiMargin
 *   <li>given triplets ({@link dev.capstan.losses.GivenTripletLoss}): TripletMargin,
 *       TripletMarginWithDistance
 *   <li>labelled batches that mine themselves ({@link dev.capstan.losses.WeightedBatchLoss}):
 *       TripletSemiHard, TripletHard, Triplet
 *   <li>labelled batches with exchangeable distance, miner and reducer ({@link
 *       dev.capstan.losses.MetricLoss}): MinedTriplet, Contrastive, Margin, Angular, Circle,
 *       FastAp, LiftedStructure and its general form, MultiSimilarity, NPairs, and {@link
 *       dev.capstan.losses.SoftmaxPairLoss}: NtXent, SupCon; around any of them {@link
 *       dev.capstan.losses.RegularizedLoss} and {@link dev.capstan.losses.CrossBatchMemory}
 *   <li>one learned vector a class ({@link dev.capstan.losses.ProxyLoss}): ProxyAnchor, ProxyNca,
 *       NormalizedSoftmax, and {@link dev.capstan.losses.AngularMarginLoss}: ArcFace, CosFace
 *   <li>texts, as sentence-transformers has them: pairs with a label ({@link
 *       dev.capstan.losses.ScoredPairLoss}) CoSent, Angle, SentenceContrastive, OnlineContrastive,
 *       CosineSimilarity; rows of columns MultipleNegativesRanking, GistEmbed, MarginMSE,
 *       DistillKLDiv, SentenceTriplet, GlobalOrthogonalRegularization; labelled batches ({@link
 *       dev.capstan.losses.MinedBatchLoss}) BatchHardTriplet, its soft form, BatchAllTriplet,
 *       BatchSemiHardTriplet; around any of them {@link dev.capstan.losses.MatryoshkaLoss}
 *   <li>what they share and nobody else sees: the checks ({@code Checks}, {@code Batches}, {@code
 *       Inputs}), pairs of a batch ({@code PairDistances}, {@code Masked}, {@code Logs}), sums over
 *       triplets that are never listed ({@code TripletSums}, {@code VisitedTerms}, {@code Term}),
 *       and the common part of two or three losses each ({@code Triplets}, {@code AddonsTriplets},
 *       {@code ClassTargets}, {@code Proxies}, {@code Columns}, {@code RankedScores})
 * </ul>
 *
 * <p>{@link dev.capstan.losses.With} is what one can change in a loss; {@link
 * dev.capstan.losses.distance}, {@link dev.capstan.losses.mining} and {@link
 * dev.capstan.losses.reduction} hold the parts, {@link dev.capstan.losses.health} watches a
 * training.
 *
 * <p>The default constructor of a loss gives the <em>safe</em> form, a factory named after a system
 * ({@code torch()}, {@code mindSpore()}, {@code tensorflowAddons()}, …) the <em>faithful</em> one,
 * which does what that system does, number by number. The two differ only where the faithful form
 * is NaN or undefined:
 *
 * <table>
 *   <caption>Where safe and faithful differ</caption>
 *   <tr><th>loss</th><th>case</th><th>faithful</th><th>safe</th></tr>
 *   <tr><td>every loss with a mean</td><td>nothing to average (empty batch, all targets ignored,
 *       weights that sum to 0)</td><td>NaN, 0/0</td><td>0 with zero gradients</td></tr>
 *   <tr><td>TripletSemiHardLoss</td><td>no two samples share a label</td><td>NaN, and every
 *       gradient entry NaN</td><td>0 with zero gradients</td></tr>
 *   <tr><td>TripletHardLoss, soft</td><td>exp overflows (z above 709, in float32 above 88)</td>
 *       <td>infinite, gradients NaN</td><td>z, gradient 1: the stable form of the same
 *       function</td></tr>
 *   <tr><td>TripletLoss</td><td>empty batch</td><td>refused</td><td>0 with zero gradients</td></tr>
 *   <tr><td>KLDivLoss</td><td>gradient of a target of 0</td><td>NaN</td><td>−x</td></tr>
 *   <tr><td>KLDivLoss, CrossEntropyLoss, NLLLoss</td><td>an input of −∞ whose target or weight is 0
 *       (a logarithm of −∞)</td><td>NaN</td><td>adds 0, with gradient 0</td></tr>
 *   <tr><td>CrossEntropyLoss</td><td>gradient of an ignored sample that holds NaN or ∞</td>
 *       <td>NaN</td><td>0</td></tr>
 *   <tr><td>BCEWithLogitsLoss, MultiLabelSoftMarginLoss</td><td>an infinite logit on the right
 *       side, or of weight 0</td><td>NaN</td><td>0, with gradient 0</td></tr>
 *   <tr><td>PoissonNLLLoss</td><td>a count of 0 at a rate of 0; with Stirling's term, the gradient
 *       of a count of 0</td><td>NaN</td><td>0; −x</td></tr>
 *   <tr><td>TripletLoss of 0.17, soft</td><td>exp(−z) overflows (z below −709, in float32 below
 *       −88)</td><td>infinite, gradient 0</td><td>the stable form, 0 there</td></tr>
 *   <tr><td>TripletLoss, SNR distance</td><td>an anchor whose components are all equal</td>
 *       <td>0/0</td><td>the variance of the difference itself</td></tr>
 * </table>
 *
 * <p>Inputs that are NaN stay NaN in both: a safe loss hides no fault of the model. (One exception
 * is the systems' own: {@link dev.capstan.losses.MultiMarginLoss} drops terms that are NaN.)
 */
@NullMarked
package dev.capstan.losses;

import org.jspecify.annotations.NullMarked;
